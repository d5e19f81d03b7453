#pragma once

#include "demo/democloud.h"

namespace oriel::demo {

/// Runs the demo cloud alone: prints its clouds.yaml to standard output, serves until SIGTERM or
/// SIGINT, returns 0. Where it cannot listen it says why on standard error and returns 1. Needs a
/// QCoreApplication and runs its loop.
int runDemoServer(const DemoOptions &options);

} // namespace oriel::demo
