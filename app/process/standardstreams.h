#pragma once

namespace oriel::app {

/// Call this first in main(). If standard input, output or error is closed, the next opened file or
/// connection would get its number, and output would be written into it: opens /dev/null instead,
/// so that reading returns nothing, and writing to a closed output fails as it should. Makes
/// writing to a pipe without a reader fail instead of ending the program.
void secureStandardStreams();

} // namespace oriel::app
