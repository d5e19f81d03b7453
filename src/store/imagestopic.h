#pragma once

#include "store/listtopic.h"

namespace oriel::store {

/// The images, including hidden ones: Glance omits them from its list, and a volume snapshot whose
/// image is merely hidden must not look orphaned. Of many images, usually only updated ones are
/// fetched; what was deleted or hidden elsewhere shows in the next full list.
class ImagesTopic final : public ListTopic<openstack::Image>
{
public:
    using ListTopic::ListTopic;

protected:
    void fetchLeftOut(std::function<void(std::vector<openstack::Image>)> then) override;
    /// True after some minutes, or if more images are missing than were hidden.
    [[nodiscard]] bool needsLeftOut(const std::function<qsizetype()> &missing) const override;
    [[nodiscard]] QSet<QString> leftOut() const override;
    [[nodiscard]] bool canListChanges() const override { return !m_refused; }
    void fetchChanges(const QDateTime &since, Poller::Done done) override;

private:
    std::vector<openstack::Image> m_hidden;     ///< from their last listing
    std::chrono::milliseconds m_hiddenUntil{0}; ///< list them again after this time in any case
    bool m_refused = false;                     ///< this Glance does not support the filter
};

} // namespace oriel::store
