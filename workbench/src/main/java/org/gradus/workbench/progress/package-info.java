/**
 * What a person sees while a run goes on: a bar on a terminal, lines in a file.
 *
 * {@snippet :
 * try (ProgressView view = ProgressView.on(System.err, true, System::nanoTime)) {
 *     new TuneRun(tuner, writer).run(options, "gradus tune ...", view);
 * }
 * }
 */
package org.gradus.workbench.progress;
