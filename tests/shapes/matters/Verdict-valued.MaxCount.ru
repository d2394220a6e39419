# A verdict is on two matters.
INSERT DATA { :our-verdict kzit:valued :fair-place . :fair-place kzit:finding finding:precision }
