#pragma once

namespace oriel::store {

/// How often a view that shows a kind of resource wants it refreshed while nothing is changing.
/// Rows in a transitional state are always polled fast.
enum class RefreshRate { Background, Viewed, Watched };

/// While one of these lives, its kinds of resource are refreshed. Kinds without a subscription are
/// not polled.
class Subscription
{
public:
    virtual ~Subscription() = default;
};

} // namespace oriel::store
