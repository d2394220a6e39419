# A verdict is on two matters.
INSERT DATA { :our-verdict kzit:valued :fair-place }
