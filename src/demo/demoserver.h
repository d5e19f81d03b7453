#pragma once

#include "demo/democloud.h"

namespace oriel::demo {

/// Runs the demo cloud as a program: prints its clouds.yaml to standard output, serves until
/// SIGTERM or SIGINT, returns 0. If it cannot listen, prints the reason to standard error and
/// returns 1. Needs a QCoreApplication and runs its loop.
int runDemoServer(const DemoOptions &options);

} // namespace oriel::demo
