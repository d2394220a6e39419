# A goal has a unit.
INSERT DATA { :goal schema:unitCode unit:USD }
