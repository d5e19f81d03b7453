#include "app/leave.h"

#include <cstdlib>
#include <thread>

namespace oriel::app {

void leaveWithin(std::chrono::milliseconds patience, int code)
{
    std::thread([patience, code] {
        std::this_thread::sleep_for(patience);
        std::_Exit(code);
    }).detach();
}

} // namespace oriel::app
