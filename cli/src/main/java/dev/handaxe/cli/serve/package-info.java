/** What the command adds to the API of a server: training runs, evaluations, a store's history. */
@NullMarked
package dev.handaxe.cli.serve;

import org.jspecify.annotations.NullMarked;
