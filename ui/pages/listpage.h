#pragma once

#include "ui/pages/listpagespec.h"

class QComboBox;
class QHBoxLayout;

namespace oriel::ui {

class NoticeBar;

/// The page for all lists: title, actions, filter, table, states. A ListPageSpec defines its
/// content.
class ListPage final : public Page
{
    Q_OBJECT

public:
    ListPage(const UiContext &ui, ListPageSpec spec, QWidget *parent = nullptr);
    ~ListPage() override;

    void entered(const Route &route) override;
    void left() override;
    [[nodiscard]] std::vector<Crumb> crumbs() const override;
    [[nodiscard]] QString statusText() const override;
    void refresh() override;
    void focusFilter() override;
    [[nodiscard]] int usefulWidth() const override;
    [[nodiscard]] QList<QAction *> commands() const override;

    [[nodiscard]] ListPanel &panel() { return *m_panel; }
    /// Where the settings keep which of the lists that share an entry of the sidebar was shown
    /// last.
    [[nodiscard]] static QString lastViewKey(Kind entry);
    /// Null if the rows have no actions.
    [[nodiscard]] RowActions *actions() { return m_actions; }

private:
    /// An operation that was started here and is running.
    struct Begun
    {
        QString operationId;
        operations::Subject subject;
    };

    void makeActions();
    void makeFacets();
    void makeViewSwitch(QHBoxLayout &head);
    void addBegunNotice();
    /// Selects what an operation that was started here has made, as soon as the cloud has named it.
    void selectMade();
    void showMade(const operations::Operation &operation);
    void narrow();
    void explain();
    void showBegunNotice();
    void open(const QString &id);
    void follow(const std::vector<RowLink> &links, const QString &id);
    /// Without parts of other rows.
    [[nodiscard]] QStringList selectedWholes() const;
    /// Why there is nothing to act on if only parts are selected.
    [[nodiscard]] QString partReason() const;
    void fillMenu(QMenu &menu);
    void addFold(QMenu &menu, const QStringList &selected);
    [[nodiscard]] std::vector<int> chosen() const;
    [[nodiscard]] std::vector<operations::Subject> begunSubjects() const;

    UiContext m_ui;
    ListPageSpec m_spec;
    std::vector<Kind> m_kinds; ///< what the page shows: its own kind first
    NoticeBar *m_notice;
    ListPanel *m_panel;
    RowActions *m_actions = nullptr;
    RowActions *m_partActions = nullptr; ///< for the menus of parts
    std::vector<QComboBox *> m_facets;
    std::vector<Begun> m_begun;   ///< the subject of the notice
    QString m_making;             ///< the operation that makes a row of this list; empty: none
    QStringList m_selectedBefore; ///< when that was started
    std::unique_ptr<store::Subscription> m_subscription; ///< while the page is shown
    std::unique_ptr<store::Subscription> m_references;
};

} // namespace oriel::ui
