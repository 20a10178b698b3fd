/** The papers on differentiation. */
package org.gradus.reproductions.autodiff;
