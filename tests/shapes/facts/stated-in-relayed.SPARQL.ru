# A fact was stated in a document that the one at hand does not relay.
DELETE WHERE { :gazette kzit:relays ?value }
