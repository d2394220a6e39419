# A person is not typed in full.
DELETE DATA { :minister a schema:Person }
