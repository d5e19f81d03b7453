#pragma once

#include "forms/errortext.h"

namespace oriel::forms {

/// What to do about an error, and what that leads to.
struct Advice
{
    QString text{};
    std::vector<Offer> offers{};
};

/// What to do about an error, as far as the cloud's message shows; empty if it does not. The status
/// alone is not enough: 409 is a locked instance, a busy one, and an image in use.
[[nodiscard]] Advice adviceByMessage(const Error &error);

} // namespace oriel::forms
