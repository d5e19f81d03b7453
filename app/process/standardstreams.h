#pragma once

namespace oriel::app {

/// To be called first in main(). Where standard input, output or error is closed, its number would
/// go to the next file or connection that is opened, and what is printed would be written into it:
/// opens /dev/null there, so that reading gives nothing, and writing to a closed output fails as it
/// should. Lets writing to a pipe that nobody reads fail instead of ending the program.
void secureStandardStreams();

} // namespace oriel::app
