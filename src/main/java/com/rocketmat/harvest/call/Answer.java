package com.rocketmat.harvest.call;

/** What a call gave: the body as rows or a row, and the headers that mean something here. */
public record Answer<T>(T body, AnswerHeaders headers) {}
