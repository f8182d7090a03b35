package com.rocketmat.deploy.scaling;

import java.util.List;

/** What a day brings. */
interface Load {

    /** All that there are, in no order. */
    List<Customer> customers();

    /** New applications, at the beginning of a minute. */
    void minute(int minute);

    /** What a call of Greenhouse's takes then, in seconds. */
    double call(double now);
}
