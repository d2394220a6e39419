# An organisation is not said to be an agent.
INSERT DATA { :club a org:OrganizationalCollaboration }
