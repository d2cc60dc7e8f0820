/** What people watch the library by: its log, and events for the flight recorder. */
package dev.procession.internal.watch;
