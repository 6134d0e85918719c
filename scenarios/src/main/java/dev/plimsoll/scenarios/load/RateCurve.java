package dev.plimsoll.scenarios.load;

/** A rate over time, known by the inverse of its integral. Stateful: asked for ascending masses only. */
interface RateCurve {
    /** The time in seconds by which {@code mass} arrivals are due; {@link Double#POSITIVE_INFINITY} where they never are. */
    double secondsAt(double mass);
}
