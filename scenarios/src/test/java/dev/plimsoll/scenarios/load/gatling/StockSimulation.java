package dev.plimsoll.scenarios.load.gatling;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.Simulation;

/** What Gatling does by itself: its own profile, its own HTTP action. Connections are shared, as ours are. */
public final class StockSimulation extends Simulation {
    {
        setUp(scenario("stock")
                .exec(http("predict").post("/v2/models/iris/infer").body(StringBody("{}")))
                .injectOpen(constantUsersPerSec(Double.parseDouble(System.getProperty("iris.rate", "1000")))
                        .during(Long.parseLong(System.getProperty("iris.seconds", "6"))))
                .protocols(http.baseUrl(System.getProperty("iris.address", ""))
                        .shareConnections()
                        .disableWarmUp()
                        .disableCaching()));
    }
}
