#pragma once

#include "store/cloudstores.h"
#include "ui/pages/listpagespec.h"

class QStackedLayout;

namespace oriel::ui {

class MessagePane;
class NoticeBar;

/// The page of one resource, defined by ListPageSpec::page; or a message if the resource does not
/// exist or cannot be loaded.
class ResourcePage final : public Page
{
    Q_OBJECT

public:
    /// `spec`: of its kind's list; must outlive the page.
    ResourcePage(const UiContext &ui, const ListPageSpec &spec, QString id,
                 QWidget *parent = nullptr);
    ~ResourcePage() override;

    void entered(const Route &route) override;
    void left() override;
    [[nodiscard]] std::vector<Crumb> crumbs() const override;
    [[nodiscard]] QString statusText() const override;
    void refresh() override;
    void focusFilter() override;
    [[nodiscard]] QList<QAction *> commands() const override;

private:
    [[nodiscard]] QString dataText() const;
    void update();
    void updateNotice();
    void tick();
    /// Fetches a resource that is not in the store.
    void ask();
    void showGone();
    void dropRemains();
    [[nodiscard]] const store::StoreBase &source() const { return m_spec.source(m_ui.stores); }

    UiContext m_ui;
    const ListPageSpec &m_spec;
    QString m_id;
    QString m_lastName; ///< its last known name, for the message after its deletion
    QStackedLayout *m_stack;
    QWidget *m_skeleton;
    MessagePane *m_message;
    NoticeBar *m_stale; ///< the data could not be refreshed
    ResourceBody *m_body = nullptr;
    ResourceBody *m_remains = nullptr;                   ///< after its deletion; null: the message
    std::unique_ptr<store::Subscription> m_subscription; ///< while the page is shown
    std::unique_ptr<store::Subscription> m_references;
    QDateTime m_enteredAt;    ///< a list of that time or later has the resource, if it exists
    bool m_gone = false;      ///< the cloud has answered that it does not exist
    bool m_explained = false; ///< the message pane is up to date
};

} // namespace oriel::ui
