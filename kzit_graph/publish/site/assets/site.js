// Shows what needs a script.
"use strict";
document.documentElement.classList.add("js");
