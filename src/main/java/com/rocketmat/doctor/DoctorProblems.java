package com.rocketmat.doctor;

import com.rocketmat.problem.ProblemType;
import java.util.List;

public final class DoctorProblems {

    static final ProblemType REQUEST = new ProblemType(
            "doctor-request",
            422,
            "Invalid request to the doctor",
            "the body does not name a test application in the expected form");

    public static final List<ProblemType> ALL = List.of(REQUEST);

    private DoctorProblems() {}
}
