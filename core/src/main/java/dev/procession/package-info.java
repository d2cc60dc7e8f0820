/**
 * The words that all of Procession shares: exceptions, exit statuses, certificates, and the functional interfaces of
 * what can be sent to another process.
 */
package dev.procession;
