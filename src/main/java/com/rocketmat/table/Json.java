package com.rocketmat.table;

/** A cell that is JSON already: JSON lines have it as it is, CSV as text. */
public record Json(String text) {}
