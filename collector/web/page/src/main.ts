document.title = "Isocenter";
