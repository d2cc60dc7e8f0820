/** Pools of worker processes: tasks in, outcomes out, and one bad task costs one task. */
package dev.procession.pool;
