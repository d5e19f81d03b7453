#pragma once

namespace oriel::store {

/// How often a view needs a kind of resource refreshed while nothing is changing. Rows in a
/// transitional state are always polled fast.
enum class RefreshRate { Background, Viewed, Watched };

/// While one of these exists, its kinds of resource are polled. Kinds without a subscription are
/// not.
class Subscription
{
public:
    virtual ~Subscription() = default;
};

} // namespace oriel::store
