# Two sources call one instrument by different forms.
DELETE WHERE { :signed-again kzit:form ?value } ;
INSERT DATA { :signed-again kzit:form form:agreement }
