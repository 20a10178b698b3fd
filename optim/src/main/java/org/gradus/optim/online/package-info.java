/**
 * Online convex optimization: a {@link org.gradus.optim.online.Learner} plays against losses that it sees afterwards,
 * {@link org.gradus.optim.online.OnlineGame} plays the rounds and counts the regret.
 *
 * {@snippet :
 * var hedge = Hedge.forRounds(3, 100);
 * var played = OnlineGame.play(hedge, (t, x) -> OnlineGame.Loss.linear(t % 2, 1 - t % 2, 0.25), 100, Key.of(0));
 * played.regret(new org.gradus.optim.convex.ConvexSet.Simplex(3)) < 7.5;    // → true
 * }
 */
package org.gradus.optim.online;
