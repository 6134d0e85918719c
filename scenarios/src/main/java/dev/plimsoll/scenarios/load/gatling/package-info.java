/**
 * The Gatling bridge, the only package that knows Gatling. It subclasses {@code io.gatling.app.Runner} and implements traits
 * that Gatling regards as its own, so it is bound to one version: {@code GatlingContractTests} pins what it relies on.
 *
 * <p>Gatling drives (scenarios, sessions, feeders) and carries (its HTTP client); when a request starts and how long it took
 * is ours: Gatling starts users on whole milliseconds and measures in whole milliseconds.
 */
@NullMarked
package dev.plimsoll.scenarios.load.gatling;

import org.jspecify.annotations.NullMarked;
