// Sends on the form that waited while its sender showed who they are. Without scripts the button does it.
"use strict";
document.addEventListener("DOMContentLoaded", () => document.querySelector("form[data-send-on]")?.requestSubmit());
