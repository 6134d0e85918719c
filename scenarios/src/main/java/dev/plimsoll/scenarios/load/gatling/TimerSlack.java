package dev.plimsoll.scenarios.load.gatling;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Lowers the timer slack of the calling thread to 1 ns: Linux lets timers of a thread fire up to 50 us late by default, see
 * {@code prctl(2)}, PR_SET_TIMERSLACK.
 */
final class TimerSlack {
    private static final int PR_SET_TIMERSLACK = 29;

    private TimerSlack() {}

    /** Says whether it did; false where there is no such call. */
    @SuppressWarnings("restricted") // prctl is called with the arguments that its manual page states
    static boolean lower() {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> prctl = linker.defaultLookup().find("prctl");
        if (prctl.isEmpty()) {
            return false;
        }
        MethodHandle call = linker.downcallHandle(
                prctl.get(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG),
                Linker.Option.firstVariadicArg(1));
        try {
            return (int) call.invokeExact(PR_SET_TIMERSLACK, 1L) == 0;
        } catch (Throwable e) {
            return false;
        }
    }
}
