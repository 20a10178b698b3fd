/**
 * The reference workloads, timed beside their physical limit and PyTorch; {@code bench/run} prints one JSON line for each
 * workload and contender.
 */
package org.gradus.bench;
