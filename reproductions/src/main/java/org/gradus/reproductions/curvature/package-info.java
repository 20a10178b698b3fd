/** The papers on curvature. */
package org.gradus.reproductions.curvature;
