/** Child processes: how they are started, what they inherit, and where their output goes. */
package dev.procession.process;
