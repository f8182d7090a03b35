package com.rocketmat.harvest.row;

/** From {@code GET /v3/offices}; the location is free text, or null. */
public record Office(long id, String name, String location) {}
