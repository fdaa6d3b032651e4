// Before anything is painted: whether the page is inside Tasklist, whose colours it takes there.
"use strict";
document.documentElement.classList.toggle("framed", window.parent !== window);
