/** What {@code procession doctor} looks at. */
package dev.procession.cli.doctor;
