/** For tests that start and kill processes: peers, a leak check, a watchdog, and four delays that scale together. */
package dev.procession.testkit;
