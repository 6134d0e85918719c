package dev.plimsoll.reports.stats;

import java.util.SplittableRandom;

/**
 * Made-up requests whose failures come one by one or in bursts.
 *
 * @param seconds length of the run
 * @param rate Poisson arrivals a second
 * @param badShare true share of bad requests, in the long run
 * @param meanBurst mean length in seconds of an exponential burst in which every request is bad; 0 for independent failures
 */
record Traffic(double seconds, double rate, double badShare, double meanBurst) {
    Blocks draw(SplittableRandom random) {
        Blocks blocks = new Blocks(Proportions.BLOCKS);
        double calm = meanBurst * (1 - badShare) / badShare;
        boolean burst = meanBurst > 0 && random.nextDouble() < badShare;
        double change = meanBurst > 0 ? exponential(burst ? meanBurst : calm, random) : Double.POSITIVE_INFINITY;
        for (double at = exponential(1 / rate, random); at < seconds; at += exponential(1 / rate, random)) {
            while (at > change) {
                burst = !burst;
                change += exponential(burst ? meanBurst : calm, random);
            }
            boolean bad = meanBurst > 0 ? burst : random.nextDouble() < badShare;
            blocks.add((int) (at / seconds * Proportions.BLOCKS), bad);
        }
        return blocks;
    }

    private static double exponential(double mean, SplittableRandom random) {
        return mean * -Math.log1p(-random.nextDouble());
    }
}
