package com.rocketmat.harvest;

/** What a call gave: the body as rows or a row, and the headers that mean something here. */
record Answer<T>(T body, AnswerHeaders headers) {}
