package dev.plimsoll.scenarios.load.health;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** Pauses of the collector as the JVM tells them, in whole milliseconds. Concurrent work of a collector is no pause. */
final class CollectorPauses implements AutoCloseable {
    private final NotificationListener listener = (notification, _) -> heard(notification);
    private final Queue<Stall> pauses = new ConcurrentLinkedQueue<>();
    private final long jvmStartNanos = System.nanoTime()
            - TimeUnit.MILLISECONDS.toNanos(ManagementFactory.getRuntimeMXBean().getUptime());

    CollectorPauses() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter && isStopping(collector.getName())) {
                emitter.addNotificationListener(listener, null, null);
            }
        }
    }

    private static boolean isStopping(String collector) {
        return !collector.endsWith("Cycles") && !collector.contains("Concurrent");
    }

    private void heard(Notification notification) {
        if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            var info = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
                    .getGcInfo();
            long fromNanos = jvmStartNanos + TimeUnit.MILLISECONDS.toNanos(info.getStartTime());
            pauses.add(new Stall(fromNanos, fromNanos + TimeUnit.MILLISECONDS.toNanos(info.getDuration())));
        }
    }

    /** Takes the pauses heard of since the last call. */
    void drainTo(List<Stall> taken) {
        for (Stall pause = pauses.poll(); pause != null; pause = pauses.poll()) {
            taken.add(pause);
        }
    }

    @Override
    public void close() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter && isStopping(collector.getName())) {
                try {
                    emitter.removeNotificationListener(listener);
                } catch (ListenerNotFoundException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}
