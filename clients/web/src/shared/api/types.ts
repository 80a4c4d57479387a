/** Short names for the API's records. The shapes are generated; see schema.gen.ts. */
import type { components } from "./schema.gen";

type Schemas = components["schemas"];

export type CandidateView = Schemas["CandidateView"];
export type ConsentView = Schemas["ConsentView"];
export type ConsentDecision = Schemas["ConsentDecision"];
export type Accommodations = Schemas["AccommodationsView"];
export type PracticeQuestion = Schemas["PracticeQuestion"];
export type CallAnswer = Schemas["CallAnswer"];

export type LiveMessage = Schemas["LiveMessage"];
export type LiveCommand = Schemas["LiveCommand"];
export type LiveState = Schemas["StateMessage"]["state"];
export type LiveSection = Schemas["LiveSection"];
export type LiveCaption = Schemas["LiveCaption"];
export type Pace = Schemas["Pace"];
export type EndReason = Schemas["EndReason"];

export type LiveMoment = Schemas["MomentMessage"];

export type PracticeOffer = Schemas["PracticeOffer"];
export type PracticeSpace = Schemas["SpaceView"];
export type PracticePack = Schemas["PracticePack"];
export type Practice = Schemas["PracticeView"];
export type PracticeRanges = Schemas["RangesView"];
export type PracticeFeedback = Schemas["FeedbackView"];
export type PracticeAnswer = Schemas["AnswerView"];
export type PracticeRemark = Schemas["RemarkView"];
export type SectionKind = Schemas["SectionKind"];

export type Ready = Schemas["Ready"];
export type SlotView = Schemas["SlotView"];
export type Fault = Schemas["Fault"];

export type Me = Schemas["Me"];
export type InterviewSummary = Schemas["InterviewSummary"];
export type InterviewDetail = Schemas["InterviewDetail"];
export type SessionStatus = Schemas["SessionStatus"];
export type Report = Schemas["ReportView"];
export type CriterionResult = Schemas["CriterionResultView"];
export type Criterion = Schemas["CriterionView"];
export type Evidence = Schemas["EvidenceView"];
export type QuestionCoverage = Schemas["QuestionCoverageView"];
export type Question = Schemas["QuestionView"];
export type Turn = Schemas["TranscriptTurn"];
export type TurnLedger = Schemas["TurnLedger"];
export type Track = Schemas["TrackView"];
export type Verdict = Schemas["Verdict"];
export type Decision = Schemas["DecisionView"];

export type PackSummary = Schemas["PackSummary"];
export type PackDetail = Schemas["PackDetail"];
export type PackFault = Schemas["PackFaultView"];
export type RoleSummary = Schemas["RoleSummary"];
export type RoleDetail = Schemas["RoleDetail"];
export type NewRole = Schemas["NewRole"];
export type Invitation = Schemas["InvitationView"];
export type InvitationMade = Schemas["InvitationMade"];
