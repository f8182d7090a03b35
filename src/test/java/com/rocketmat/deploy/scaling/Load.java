package com.rocketmat.deploy.scaling;

import java.util.List;

/** The load of a day. */
interface Load {

    /** All customers, in no order. */
    List<Customer> customers();

    /** New applications at the start of a minute. */
    void minute(int minute);

    /** Duration of a Greenhouse call at this time, in seconds. */
    double call(double now);
}
