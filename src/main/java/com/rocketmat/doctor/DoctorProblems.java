package com.rocketmat.doctor;

import com.rocketmat.problem.ProblemType;
import java.util.List;

/** What an examination is refused with. */
public final class DoctorProblems {

    static final ProblemType REQUEST = new ProblemType(
            "doctor-request",
            422,
            "The doctor cannot be asked this way",
            "the body names no test application in the way that is asked for");

    public static final List<ProblemType> ALL = List.of(REQUEST);

    private DoctorProblems() {}
}
