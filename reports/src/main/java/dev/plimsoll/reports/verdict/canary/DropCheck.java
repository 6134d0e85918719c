package dev.plimsoll.reports.verdict.canary;

import dev.plimsoll.reports.record.CanaryDetail;
import dev.plimsoll.reports.record.CanaryDetail.Shift;
import dev.plimsoll.reports.verdict.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Requests lost while a shift was made. */
final class DropCheck {
    private static final int MOST_IDS = 20;

    private DropCheck() {}

    static CanaryFacts.Dropped of(Traffic traffic, Shift before, Shift shift, CanaryDetail detail) {
        long from = before.untilNanos();
        long until = shift.atNanos() + detail.settings().settleLimitNanos();
        int inFlight = 0;
        int dropped = 0;
        int answered = 0;
        int underFault = 0;
        Map<String, Integer> causes = new TreeMap<>();
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < traffic.size(); i++) {
            if (traffic.endNanos(i) < from || traffic.dispatchedNanos(i) > until) {
                continue;
            }
            inFlight++;
            if (traffic.good(i)) {
                continue;
            }
            if (answeredWithError(traffic, i)) {
                answered++;
                continue;
            }
            dropped++;
            causes.merge(cause(traffic, i), 1, Integer::sum);
            if (ids.size() < MOST_IDS) {
                ids.add(traffic.id(i));
            }
            CanaryDetail.Fault fault = detail.fault();
            underFault += fault != null && traffic.endNanos(i) >= fault.fromNanos() ? 1 : 0;
        }
        Judgement judgement =
                dropped > underFault ? Judgement.FAIL : inFlight == 0 ? Judgement.INVALID : Judgement.PASS;
        return new CanaryFacts.Dropped(inFlight, dropped, Map.copyOf(causes), ids, answered, underFault, judgement);
    }

    private static boolean answeredWithError(Traffic traffic, int i) {
        return traffic.arm(i) != Traffic.UNATTRIBUTED
                && switch (traffic.outcome(i)) {
                    case WRONG_ANSWER, CLIENT_ERROR, SERVER_ERROR -> true;
                    case OK, TIMED_OUT, CONNECT_FAILED, CONNECTION_LOST, TLS_FAILED, UNSENT -> false;
                };
    }

    private static String cause(Traffic traffic, int i) {
        int status = traffic.status(i);
        return status < 0 ? traffic.outcome(i).name() : traffic.outcome(i).name() + " " + status;
    }
}
