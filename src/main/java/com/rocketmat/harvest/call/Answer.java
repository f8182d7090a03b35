package com.rocketmat.harvest.call;

/** The result of a call: the body as rows or a row, and the headers that matter here. */
public record Answer<T>(T body, AnswerHeaders headers) {}
