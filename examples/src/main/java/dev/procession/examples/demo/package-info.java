/** The demonstration: good files beside tasks that crash, hang, exit, and worse. */
@NullMarked
package dev.procession.examples.demo;

import org.jspecify.annotations.NullMarked;
