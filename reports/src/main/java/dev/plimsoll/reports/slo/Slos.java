package dev.plimsoll.reports.slo;

import java.util.List;

/**
 * What an OpenSLO file holds, as far as a run is judged by it or alerts are made from it.
 *
 * @param file name of the file, as given
 * @param slos its SLOs, in their order
 * @param alertPolicies its alert policies, in their order, those that stand in an SLO among them
 */
public record Slos(String file, List<Slo> slos, List<AlertPolicy> alertPolicies) {
    public Slos {
        slos = List.copyOf(slos);
        alertPolicies = List.copyOf(alertPolicies);
    }
}
