package com.rocketmat.harvest.call;

public record Answer<T>(T body, AnswerHeaders headers) {}
