package com.rocketmat.deploy.scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Ten thousand customers around the clock; at eight, two thousand of them want the applications of the night; Greenhouse is
 * slower by day. One of them may have a backlog that its own rate window takes half a day to process.
 */
final class OrdinaryDay {

    private static final int CUSTOMERS = 10_000;
    private static final int AT_EIGHT = 2_000;
    private static final int PERIOD = 300;
    private static final int DAY = 24 * 60 * 60;

    private final List<Customer> around = new ArrayList<>();
    private final List<Customer> all = new ArrayList<>();
    private final Random random = new Random(8);

    OrdinaryDay(int backlogOfOne) {
        for (int i = 0; i < CUSTOMERS; i++) {
            around.add(new Customer(PERIOD, random.nextInt(PERIOD), random));
        }
        around.getFirst().apply(backlogOfOne);
        all.addAll(around);
        for (int i = 0; i < AT_EIGHT; i++) {
            Customer customer = new Customer(DAY, 8 * 3600.0 + random.nextInt(50), random);
            customer.apply(20 + random.nextInt(100));
            all.add(customer);
        }
    }

    /** What is left of the backlog. */
    double backlog() {
        return around.getFirst().waiting();
    }

    /** All customers, in no order. */
    List<Customer> customers() {
        return all;
    }

    /** New applications at the start of a minute. */
    void minute(int minute) {
        double applications = inOfficeHours(minute / 60) ? 0.8 : 0.05;
        around.forEach(customer -> customer.apply(random.nextDouble() < applications / 2 ? 2 : 0));
    }

    /** Duration of a Greenhouse call at this time, in seconds. */
    double call(double now) {
        return inOfficeHours((int) now / 3600) ? 0.6 : 0.2;
    }

    private static boolean inOfficeHours(int hour) {
        return hour >= 9 && hour < 18;
    }
}
