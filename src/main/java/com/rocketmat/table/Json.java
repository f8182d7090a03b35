package com.rocketmat.table;

/** A cell that is JSON already. JSON lines contain it unchanged, CSV as a text. */
public record Json(String text) {}
